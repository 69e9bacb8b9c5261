"""What the client takes along: her CV in every form, and everything that is kept about her."""
