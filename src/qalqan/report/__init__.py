"""What leaves the house: dossier, request, export."""
