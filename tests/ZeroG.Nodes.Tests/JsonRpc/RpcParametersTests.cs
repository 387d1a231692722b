using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Tests.JsonRpc;

/// <summary>
/// Parameters in each form that the official node takes: an array, shorter than it could be or not, or an object by names.
/// </summary>
public sealed class RpcParametersTests
{
    private const string Root = "0x1111111111111111111111111111111111111111111111111111111111111111";

    [Theory]
    [InlineData($$"""["{{Root}}",7,true,[1,2],null]""")]
    [InlineData($$"""["{{Root}}",7,true,[1,2]]""")]
    [InlineData($$"""["{{Root}}",7,true,[1,2],null,"more",{}]""")]
    [InlineData($$"""{"data_root":"{{Root}}","tx_seq":7,"need_available":true,"items":[1,2],"flow_root":null}""")]
    [InlineData($$"""{"items":[1,2],"other":{"tx_seq":9},"need_available":true,"tx_seq":7,"\ud800":1,"data_root":"{{Root}}"}""")]
    [InlineData($$""" { "\u0074x_seq" : 8 , "tx_seq" : 7, "need_available":true, "data_root":"{{Root}}","items":[1,2] } """)]
    public void Read_EachForm_GivesTheSame(string json)
    {
        RpcParameters reader = new(Encoding.UTF8.GetBytes(json));
        List<int> items = [];

        Hash256 root = reader.Hash("data_root");
        long sequence = reader.Count("tx_seq");
        bool flag = reader.Boolean("need_available");
        reader.Values("items", static (ref Utf8JsonReader item) => item.GetInt32(), items);
        Hash256? optional = reader.OptionalHash("flow_root");

        Assert.Equal((Hash256.Parse(Root), 7, true, null), (root, sequence, flag, optional));
        Assert.Equal([1, 2], items);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""["7"]""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"txseq":7}""")]
    [InlineData("""{"tx_seq":null}""")]
    [InlineData("""{"tx_seq":"7"}""")]
    [InlineData("[-1]")]
    [InlineData("[1.5]")]
    [InlineData("[1e99]")]
    [InlineData("[123456789012345678901234567890]")]
    [InlineData("[18446744073709551615]")]
    public void Count_NoNumberFrom0_IsRefused(string json)
    {
        JsonRpcException refused = Assert.Throws<JsonRpcException>(() => new RpcParameters(Encoding.UTF8.GetBytes(json)).Count("tx_seq"));

        Assert.Equal(-32602, refused.Code);
        Assert.Equal(json == "7" ? "Invalid params: params" : "Invalid params: tx_seq", refused.RemoteMessage);
    }

    [Theory]
    [InlineData("[7]", 7, null)]
    [InlineData("""{"tx_seq_or_root":7}""", 7, null)]
    [InlineData($$"""["{{Root}}"]""", 0, Root)]
    [InlineData($$"""{"tx_seq_or_root":"{{Root}}"}""", 0, Root)]
    public void CountOrHash_EachForm_IsRead(string json, long number, string? hash) =>
        Assert.Equal(
            (number, hash is null ? (Hash256?)null : Hash256.Parse(hash)),
            new RpcParameters(Encoding.UTF8.GetBytes(json)).CountOrHash("tx_seq_or_root"));
}
