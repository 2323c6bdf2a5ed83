"""Reading a sheet of people or homes: where its table is, what its cells mean, what is wrong.

Values in, values out: no database, no clock, no settings. The order is that of the work: `layout`
finds the table, `cells` reads single values, `people` and `homes` judge a row, `households` judges
rows together, `matching` says what each row would do to the register.
"""
