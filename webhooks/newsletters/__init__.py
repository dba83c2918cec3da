"""`/beheer/nieuwsbrieven`: the newsletters, how far each is, and what a person does with them."""
