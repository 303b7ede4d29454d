"""The canteen: its registers, the daily inspection (日管控) and what becomes of every fail (整改).

numbers    a typed number as people mean it
checklist  the items of an inspection, their measures and limits, and every text made of them
limits     the limits of what is measured, shipped and the school's own
registers  canteens, storage units, suppliers, workers
sheet      one canteen's inspection of one day, as it is read
entry      what is done to it: start, answer, enter a reading, describe, sign, review, print
refusals   why it says no
texts      values and limits in words, the same on the screen and on paper
calendar   the month, the list of sheets, the list of fails, the month's figures
actions    corrective actions, from the fail to the accepted re-inspection
"""
