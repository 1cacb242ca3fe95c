using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>Where a run's results go: a person's terminal, a pipe, or a script.</summary>
internal interface IReport
{
    /// <summary>What is going on, for a person; not part of the results.</summary>
    void Progress(string message);

    void Event(EventReport report);

    void Items(IReadOnlyList<Dictionary<string, AttributeValue>> items);

    void Simulation(SimulationReport report);
}
