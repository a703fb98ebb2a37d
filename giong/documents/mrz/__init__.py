"""Machine-readable zones of travel documents and cards (ICAO Doc 9303). Knows no picture and no kind of paper."""
