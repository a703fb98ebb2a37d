"""E-invoices as XML (Decisions 1450/QĐ-TCT of 2021 and 1510/QĐ-TCT of 2022): the invoice itself, read and proven."""
