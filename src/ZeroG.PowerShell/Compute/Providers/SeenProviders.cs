using System.Collections.Concurrent;
using ZeroG.Compute;
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

    /// <summary>Those that a command can be about: of one market where its name says which.</summary>
    public static IEnumerable<ComputeProvider> For(string command)
    {
        bool Says(string word) => command.Contains(word, StringComparison.OrdinalIgnoreCase);
        ServiceKind? kind = Says("FineTun") ? ServiceKind.FineTuning
            : Says("Inference") || Says("ApiKey") || Says("Adapter") ? ServiceKind.Inference : null;
        return kind is null ? All : All.Where(provider => provider.Service == kind);
    }

    /// <summary>Remembers one.</summary>
    public static void Add(ComputeProvider provider)
    {
        if (Seen.Count < Most)
        {
            Seen[(provider.Network, provider.Provider.ToString(), provider.Type)] = provider;
        }
    }
}
