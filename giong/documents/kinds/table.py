"""Every kind of paper that is known, in one tuple; the order decides between equals. Knows nothing of what they do."""

from __future__ import annotations

from giong.documents.kind import Kind
from giong.documents.kinds.bank_slip import BankSlip
from giong.documents.kinds.bank_statement import BankStatement
from giong.documents.kinds.birth_certificate import BirthCertificate
from giong.documents.kinds.business_registration import BusinessRegistration
from giong.documents.kinds.cccd_back import CccdBack
from giong.documents.kinds.cccd_front import CccdFront
from giong.documents.kinds.cmnd_back import CmndBack
from giong.documents.kinds.cmnd_front import CmndFront
from giong.documents.kinds.driving_licence import DrivingLicence
from giong.documents.kinds.einvoice import EInvoice
from giong.documents.kinds.invoice import Invoice
from giong.documents.kinds.letter import Letter
from giong.documents.kinds.passport import Passport
from giong.documents.kinds.payslip import Payslip
from giong.documents.kinds.receipt import Receipt
from giong.documents.kinds.vehicle_registration import VehicleRegistration

KINDS: tuple[Kind, ...] = (
    CccdFront(),
    CccdBack(),
    CmndFront(),
    CmndBack(),
    Passport(),
    DrivingLicence(),
    VehicleRegistration(),
    BirthCertificate(),
    BusinessRegistration(),
    Invoice(),
    EInvoice(),
    BankSlip(),
    BankStatement(),
    Payslip(),
    Letter(),
    Receipt(),
)

BY_NAME = {kind.name: kind for kind in KINDS}
