using System.Collections.Concurrent;
using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// Remembers which form of <c>submit</c> the Flow contracts know, so that each is tried out once and not for every upload. A contract may
/// be exchanged behind its address; whoever finds the memory wrong forgets it.
/// </summary>
public sealed class FlowForms
{
    private readonly ConcurrentDictionary<(long ChainId, Address Flow), bool> _isLegacy = new();

    /// <summary>What all clients of a process share.</summary>
    public static FlowForms Shared { get; } = new();

    /// <summary>Whether a contract knows only the legacy form; null when nobody has tried yet.</summary>
    public bool? IsLegacy(long chainId, Address flow) => _isLegacy.TryGetValue((chainId, flow), out bool legacy) ? legacy : null;

    /// <summary>Remembers what a trial has shown.</summary>
    public void Remember(long chainId, Address flow, bool isLegacy) => _isLegacy[(chainId, flow)] = isLegacy;

    /// <summary>Has the next client try again.</summary>
    public void Forget(long chainId, Address flow) => _isLegacy.TryRemove((chainId, flow), out _);
}
