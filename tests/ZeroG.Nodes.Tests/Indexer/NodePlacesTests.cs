using ZeroG.Nodes.Indexer;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Indexers;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Indexer;

public sealed class NodePlacesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly NodeLog _log = new();

    private string Path => _folder["places.json"];

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Of_NodesInTheFile_AsTheOfficialCacheHasThem()
    {
        File.WriteAllText(Path, """
            {
                "198.51.100.7": {
                    "city": "Oslo", "region": "Oslo", "country": "NO", "loc": "59.9,10.7", "timezone": "Europe/Oslo", "org": "AS1"
                },
                "2001:db8::7": { "city": "Bern", "country": "CH", "loc": null },
                "10.0.0.7": { "city": "Nowhere" },
                "198.51.100.8": null
            }
            """);

        KeyValuePair<string, NodePlace>[] places =
        [
            .. Of(
                "http://198.51.100.7:5678", "http://198.51.100.7:5679", "http://[2001:db8::7]:5678", "http://10.0.0.7",
                "http://198.51.100.8", "http://node.test"),
        ];

        Assert.Equal(["198.51.100.7", "2001:db8::7"], places.Select(place => place.Key));
        Assert.Equal(new NodePlace("Oslo", "Oslo", "NO", "59.9,10.7", "Europe/Oslo"), places[0].Value);
        Assert.Equal(new NodePlace("Bern", "", "CH", "", ""), places[1].Value);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.1.1")]
    [InlineData("[fe80::1]")]
    [InlineData("[fd00::1]")]
    [InlineData("0.0.0.0")]
    [InlineData("[::ffff:10.0.0.1]")]
    public void Of_PrivateAddress_IsNowhere(string host)
    {
        File.WriteAllText(Path, $$"""{"{{host.Trim('[', ']')}}":{"city":"Here"},"172.32.0.1":{"city":"There"} }""");

        Assert.Equal(["172.32.0.1"], Of($"http://{host}:5678", "http://172.32.0.1:5678").Select(place => place.Key));
    }

    [Fact]
    public void File_ChangedOrDamaged_IsReadAgainOrLeavesWhatWasKnown()
    {
        NodePlaces places = new(Path, _log);
        Assert.Empty(places.Of(["http://198.51.100.7"]));
        File.WriteAllText(Path, """{"198.51.100.7":{"city":"Oslo"}}""");
        Assert.Single(places.Of(["http://198.51.100.7"]));

        File.WriteAllText(Path, """{"198.51.100.7":{"city":"Be""");
        Assert.Equal("Oslo", Assert.Single(places.Of(["http://198.51.100.7"])).Value.City);
        Assert.Equal("Oslo", Assert.Single(places.Of(["http://198.51.100.7"])).Value.City);
        Assert.Single(_log.Read(), entry => entry.EventId == 205);

        File.WriteAllText(Path, """{"198.51.100.7":{"city":"Bergen","region":"Vestland"}}""");
        Assert.Equal("Bergen", Assert.Single(places.Of(["http://198.51.100.7"])).Value.City);
    }

    private IEnumerable<KeyValuePair<string, NodePlace>> Of(params string[] urls) => new NodePlaces(Path, _log).Of(urls);
}
