namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>A worker of the provider that looks for something to do, again and again.</summary>
internal interface IProviderWork
{
    /// <summary>Does one thing.</summary>
    /// <returns>True when there may be more to do at once.</returns>
    Task<bool> RunAsync(CancellationToken cancellationToken);
}
