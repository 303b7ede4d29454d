"""What every report is made of: sheets, pages, fonts, QR codes. Knows plain declared data only."""
