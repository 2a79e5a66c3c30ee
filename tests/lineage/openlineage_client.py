"""Rebuilds an event from the classes of openlineage-python and compares it with the one limpid wrote.

The client sets each facet's `_schemaURL` itself and has no reader, so an event that comes out equal has the facet
names, field names and schema versions of that client's release.
"""

import json

from openlineage.client import event_v2 as events
from openlineage.client.facet_v2 import (
    column_lineage_dataset,
    dataset_version_dataset,
    error_message_run,
    input_statistics_input_dataset,
    job_type_job,
    output_statistics_output_dataset,
    processing_engine_run,
    schema_dataset,
    storage_dataset,
)
from openlineage.client.serde import Serde


def schema(fields, **rest):
    made = [schema_dataset.SchemaDatasetFacetFields(**field) for field in fields]
    return schema_dataset.SchemaDatasetFacet(fields=made, **rest)


def column_lineage(fields, **rest):
    def made(source):
        steps = [column_lineage_dataset.Transformation(**step) for step in source["transformations"]]
        return column_lineage_dataset.InputField(**dict(source, transformations=steps))

    columns = {
        path: column_lineage_dataset.Fields(inputFields=[made(source) for source in field["inputFields"]])
        for path, field in fields.items()
    }
    return column_lineage_dataset.ColumnLineageDatasetFacet(fields=columns, **rest)


FACETS = {
    "schema": schema,
    "columnLineage": column_lineage,
    "version": dataset_version_dataset.DatasetVersionDatasetFacet,
    "storage": storage_dataset.StorageDatasetFacet,
    "inputStatistics": input_statistics_input_dataset.InputStatisticsInputDatasetFacet,
    "outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
    "processing_engine": processing_engine_run.ProcessingEngineRunFacet,
    "errorMessage": error_message_run.ErrorMessageRunFacet,
    "jobType": job_type_job.JobTypeJobFacet,
}


def facets(written, own):
    """The client has no class for our own facet; the schema check reads that one."""
    made = {}
    for name, facet in written.items():
        if name != own:
            fields = {key: value for key, value in facet.items() if not key.startswith("_")}
            made[name] = FACETS[name](producer=facet["_producer"], **fields)
    return made


def rebuild(event, own):
    def dataset(kind, group, data):
        return kind(namespace=data["namespace"], name=data["name"], facets=facets(data["facets"], own),
                    **{group: facets(data[group], own)})

    return events.RunEvent(
        eventTime=event["eventTime"],
        eventType=events.RunState(event["eventType"]),
        producer=event["producer"],
        run=events.Run(runId=event["run"]["runId"], facets=facets(event["run"]["facets"], own)),
        job=events.Job(namespace=event["job"]["namespace"], name=event["job"]["name"],
                       facets=facets(event["job"]["facets"], own)),
        inputs=[dataset(events.InputDataset, "inputFacets", data) for data in event["inputs"]],
        outputs=[dataset(events.OutputDataset, "outputFacets", data) for data in event["outputs"]],
    )


def check(event, own):
    expected = json.loads(json.dumps(event))
    for data in expected["outputs"]:
        data["facets"].pop(own, None)
    rebuilt = json.loads(Serde.to_json(rebuild(event, own)))
    if prune(rebuilt) != prune(expected):
        raise ValueError("the client's event differs from ours")


def prune(value):
    """The client leaves out or fills in what is empty; that is no difference."""
    if isinstance(value, dict):
        kept = {name: prune(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item not in (None, [], {})}
    return [prune(item) for item in value] if isinstance(value, list) else value
