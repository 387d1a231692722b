using System.Text;
using ZeroG.Cryptography.KeyDerivation;

namespace ZeroG.Cryptography.Tests.KeyDerivation;

public class ScryptTests
{
    // RFC 7914 §12; the fourth case of the RFC needs a gigabyte of memory.
    [Theory]
    [InlineData("", "", 16, 1, 1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void DeriveKey_CaseOfTheRfc_GivesItsKey(string password, string salt, int n, int r, int p, string expected)
    {
        byte[] key = new byte[64];
        Scrypt.DeriveKey(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), n, r, p, key);
        Assert.Equal(expected, Convert.ToHexStringLower(key));
    }

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(1, 8, 1)]
    [InlineData(1000, 8, 1)]
    [InlineData(65536, 1, 1)]
    [InlineData(1024, 0, 1)]
    [InlineData(1024, 8, 0)]
    public void DeriveKey_ParameterOutsideItsRange_IsRefused(int n, int r, int p) =>
        Assert.Throws<ArgumentException>(() => Scrypt.DeriveKey([], [], n, r, p, new byte[32]));
}
