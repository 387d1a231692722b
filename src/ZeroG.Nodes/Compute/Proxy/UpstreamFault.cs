namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>An upstream gave no answer.</summary>
/// <param name="message">What happened, fit to be shown.</param>
/// <param name="maybeWorked">
/// Whether it may have worked on the request, which may have cost money: then no other one is asked in its place.
/// </param>
/// <param name="cause">The failure beneath.</param>
internal sealed class UpstreamFault(string message, bool maybeWorked, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the request may have been worked on.</summary>
    public bool MaybeWorked => maybeWorked;
}
