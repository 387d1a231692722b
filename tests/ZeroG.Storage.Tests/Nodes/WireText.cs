using System.Text;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Storage.Tests.Nodes;

/// <summary>Messages to text and back.</summary>
internal static class WireText
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static T Read<T>(string json, JsonRpcResultReader<T> read)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        reader.Read();
        T value = read(ref reader);
        Assert.False(reader.Read(), "The message's reader left tokens behind.");
        return value;
    }
}
