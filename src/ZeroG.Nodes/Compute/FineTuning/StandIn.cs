namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>What this provider says of itself wherever somebody could take it for one that trains.</summary>
internal static class StandIn
{
    /// <summary>In one sentence.</summary>
    public const string Notice =
        "This provider trains nothing: it runs the whole protocol of 0G fine-tuning over a stand-in artefact, for development and tests.";
}
