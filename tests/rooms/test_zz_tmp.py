import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from comity.base import clock
pytestmark = pytest.mark.django_db(transaction=True)
def test_q(uz, taken):
    uz.post(uz.manifest(clock.now()))
    uz.leaves=[b"\1"*32]
    made = uz.manifest(clock.now())
    data = uz.seal(made); sub=uz.submission(made, data)
    with CaptureQueriesContext(connection) as c:
        uz.send("POST", "/exchange/messages", data, sub)
    for q in c.captured_queries: print(q["sql"][:170])
    print(len(c))
    import cProfile,pstats
    ms=[]
    for _ in range(200):
        m=uz.manifest(clock.now()); d=uz.seal(m); ms.append((d,uz.submission(m,d)))
    p=cProfile.Profile(); 
    for d,s in ms:
        p.enable(); uz.send("POST", "/exchange/messages", d, s); p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(70)
