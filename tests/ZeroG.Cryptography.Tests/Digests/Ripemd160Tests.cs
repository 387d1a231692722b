using System.Text;
using System.Text.Json;
using ZeroG.Cryptography.Digests;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Digests;

public class Ripemd160Tests
{
    [Fact, Trait("Category", "Vectors")]
    public void Hash_EveryVectorThatNamesOne_Agrees()
    {
        int seen = 0;
        VectorForm form = new("chain", "keccak256*.json", ("cases", "input? text? keccak256 sha256? ripemd160?"));
        foreach (object[] row in form.Rows("cases"))
        {
            JsonElement vector = form[(string)row[0]];
            if (vector.TryGetProperty("ripemd160", out JsonElement expected))
            {
                byte[] input = vector.TryGetProperty("input", out JsonElement hex)
                    ? Convert.FromHexString(hex.GetString().AsSpan(2))
                    : Encoding.UTF8.GetBytes(vector.GetProperty("text").GetString()!);
                Assert.Equal(expected.GetString(), "0x" + Convert.ToHexStringLower(Ripemd160.Hash(input)));
                seen++;
            }
        }

        Assert.NotEqual(0, seen);
    }
}
