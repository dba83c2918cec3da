"""Pictures: copied when seen, checked, made small and safe, and never linked to elsewhere."""
