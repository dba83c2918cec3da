"""Mail: one letter to one reader, handed in over SMTP, and never twice without saying so."""
