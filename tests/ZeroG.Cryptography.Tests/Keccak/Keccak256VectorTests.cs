using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZeroG.Cryptography.Digests;
using ZeroG.Cryptography.Keccak;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Keccak;

[Trait("Category", "Vectors")]
public sealed class Keccak256VectorTests
{
    private static readonly VectorForm Form = new("chain", "keccak256*.json", ("cases", "input? text? keccak256 sha256? ripemd160?"));

    public static IEnumerable<object[]> Vectors => Form.Rows("cases");

    /// <summary>SHA-256 is the runtime's own; that the file agrees with it shows that the input is read as meant.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Hash_Input_EqualsVector(string name)
    {
        JsonElement vector = Form[name];
        byte[] input = vector.TryGetProperty("text", out JsonElement text)
            ? Encoding.UTF8.GetBytes(text.GetString()!)
            : Convert.FromHexString(vector.GetProperty("input").GetString()![2..]);

        foreach (JsonProperty field in vector.EnumerateObject())
        {
            byte[]? hash = field.Name switch
            {
                "input" or "text" => null,
                "keccak256" => Keccak256.Hash(input),
                "sha256" => SHA256.HashData(input),
                "ripemd160" => Ripemd160.Hash(input),
                _ => throw new InvalidOperationException($"{name}: unknown field '{field.Name}'."),
            };
            if (hash is not null)
            {
                Assert.Equal($"{name} {field.Name} {field.Value}", $"{name} {field.Name} 0x{Convert.ToHexStringLower(hash)}");
            }
        }
    }
}
