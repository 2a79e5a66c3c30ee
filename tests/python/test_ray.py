"""Ray Data: the rows of one machine, on many."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import ray
from conftest import KEY, OTHER_KEY, customers, holds

import limpid
from limpid import ray as limpid_ray


@pytest.fixture(scope="module")
def cluster():
    environment = {"env_vars": {"LIMPID_KEY": KEY}}
    ray.init(address="local", num_cpus=2, include_dashboard=False, runtime_env=environment, log_to_driver=False)
    yield
    ray.shutdown()


def test_a_data_set_becomes_the_rows_of_one_machine(cluster, tmp_path):
    table = customers(1200)
    for start in range(0, 1200, 200):
        pq.write_table(table.slice(start, 200), tmp_path / f"part-{start:04}.parquet")
    ds = ray.data.read_parquet(str(tmp_path))
    clean = pa.concat_tables(ray.get(limpid_ray.sanitize(ds, key="env:LIMPID_KEY", document="id").to_arrow_refs()))
    sanitizer = limpid.Sanitizer(document="id")
    sanitizer.plan(table, rows=None)
    expected = pa.table(sanitizer.apply(table))
    assert clean.sort_by("id").to_pydict() == expected.sort_by("id").to_pydict()
    assert not holds(clean.slice(0, 50).to_pydict(), "aisha.khan", "555-01")


def test_a_node_with_another_key_treats_nothing(cluster, monkeypatch):
    monkeypatch.setenv("LIMPID_KEY", OTHER_KEY)
    ds = ray.data.from_arrow(customers(20))
    plan = limpid.Sanitizer("share").plan(customers(20))
    with pytest.raises(Exception, match="made for another key"):
        limpid_ray.sanitize(ds, "share", plan=plan).take_all()
