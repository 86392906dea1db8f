"""What people do with a first contact, from the ringing of the telephone to what is decided."""
