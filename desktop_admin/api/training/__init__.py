"""Training (在线培训、教学资源、网上教学、网络教育): from a course's plan to a certificate that can be checked.

base          words that every part shares
courses       courses and the revisions of their teaching plans
flows         how a course and a resource are approved, as data
enrolment     seats, the waiting list, the rules that are acknowledged first
sessions      lessons as planned and as held, and who was there
files         files that people hand in or contribute
assignments   homework: set, handed in, marked
grades        the grade book and released results
credits       the ledger of class hours (学时)
certificates  certificates, and checking one
resources     the library with its rights records
lists         the lists of all that, for screen, Excel and paper
"""
