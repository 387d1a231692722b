using System.Diagnostics;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>The key of a provider's own account at its backend. Everything that prints this object shows only that there is one.</summary>
/// <param name="value">The key.</param>
[DebuggerDisplay("********")]
public sealed class BackendKey(string value)
{
    /// <summary>Shows nothing.</summary>
    public override string ToString() => "********";

    /// <summary>The key itself, for the header of a request.</summary>
    internal string Reveal() => value;
}
