using System.Collections.Concurrent;
using ZeroG.Compute.Providers;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>The providers that this process has listed, so that the Tab key need not ask a network.</summary>
internal static class SeenProviders
{
    // Far more than any network has; a process that lists for weeks keeps no more.
    private const int Most = 2000;

    private static readonly ConcurrentDictionary<(string Network, string Provider, string Type), ComputeProvider> Seen = new();

    /// <summary>Those seen so far.</summary>
    public static IEnumerable<ComputeProvider> All =>
        Seen.Values.OrderBy(provider => provider.Type, StringComparer.Ordinal).ThenBy(provider => provider.Model, StringComparer.Ordinal);

    /// <summary>Remembers one.</summary>
    public static void Add(ComputeProvider provider)
    {
        if (Seen.Count < Most)
        {
            Seen[(provider.Network, provider.Provider.ToString(), provider.Type)] = provider;
        }
    }
}
