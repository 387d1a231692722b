using System.Text.RegularExpressions;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.Storage.Configuration;
using ZeroG.Nodes.Tests.Metrics;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>
/// docs/about_ZeroG_StorageNode.md names the keys that are followed and the metrics that there are, all of them and no others.
/// </summary>
public sealed partial class OperatorPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "about_ZeroG_StorageNode.md"));

    [Fact]
    public void Keys_OnThePage_AreThoseThatAreFollowed()
    {
        int start = Page.IndexOf("These keys are followed", StringComparison.Ordinal);
        string list = Page[start..Page.IndexOf("All other keys", StringComparison.Ordinal)];

        Assert.Equal(
            StorageNodeKeys.All.Where(key => key.Unsupported is null).Select(key => key.Name).Order(StringComparer.Ordinal),
            Code().Matches(list).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metrics_OnThePage_AreThoseOfANode()
    {
        await using NodeCluster cluster = await NodeCluster.CreateAsync();
        StorageNode node = await cluster.StartAsync(cluster.Options("page"));
        await NodeCluster.CallAsync(node.Uri!, "zgs_madeUp");

        Exposition metrics = Exposition.Parse(await NodeCluster.GetAsync(node.AdminUri!, "/metrics"));

        Assert.Equal(
            metrics.Types.Keys.Order(StringComparer.Ordinal),
            Code().Matches(Page).Select(match => match.Groups[1].Value)
                .Where(name => name.StartsWith("zerog_storage_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`([a-z][a-z0-9_.]+)`")]
    private static partial Regex Code();
}
