using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Storage.Tests.Vectors;

/// <summary>The inputs of the storage vectors, made by the generators that each file describes.</summary>
internal static class VectorInput
{
    /// <summary>What stands in a file beside its cases: where it comes from, and how to read it.</summary>
    public const string Facts = "producedBy? note? generators? explain?";

    public static byte[] Generate(string generator, int size)
    {
        byte[] bytes = new byte[size];
        uint state = 1;
        for (int i = 0; i < size; i++)
        {
            state = unchecked((1664525 * state) + 1013904223);
            bytes[i] = generator switch
            {
                "affine7" => (byte)((i * 7) + 3),
                "lcg32" => (byte)(state >> 24),
                "zeros" => 0,
                _ => throw new InvalidOperationException($"Unknown generator '{generator}'."),
            };
        }

        return bytes;
    }

    public static byte[] Of(JsonElement vector)
    {
        byte[] bytes = Generate(vector.GetProperty("generator").GetString()!, vector.GetProperty("size").GetInt32());
        if (vector.TryGetProperty("inputSha256", out JsonElement expected))
        {
            Assert.Equal(expected.GetString(), Hex.ToHex(SHA256.HashData(bytes)));
        }

        return bytes;
    }

    /// <summary>Fails on a member that the test does not know, so that no new fact in a vector goes unchecked.</summary>
    public static void KnowsMembers(JsonElement value, params string[] known) =>
        Assert.Empty(value.EnumerateObject().Select(member => member.Name).Except(known));

    public static Hash256 Hash(this JsonElement value) => Hash256.Parse(value.GetString()!);

    public static Hash256 Hash(this JsonElement value, string member) => value.GetProperty(member).Hash();

    public static long Number(this JsonElement value, string member) => value.GetProperty(member).GetInt64();

    public static string Text(this JsonElement value, string member) => value.GetProperty(member).GetString()!;
}
