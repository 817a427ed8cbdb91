"""The pack on paper: exactly what goes to the person, printed or saved."""
