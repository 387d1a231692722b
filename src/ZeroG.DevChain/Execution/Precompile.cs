using ZeroG.Chain;

namespace ZeroG.DevChain.Execution;

/// <summary>The addresses of Ethereum's built-in functions, which a call must not mistake for empty accounts.</summary>
internal static class Precompile
{
    // 0x01 to 0x11 as of Prague, and 0x100 (P256VERIFY) as of Osaka.
    private const ushort LastOfPrague = 0x11;
    private const ushort P256Verify = 0x100;

    public static bool IsAt(Address address)
    {
        ReadOnlySpan<byte> bytes = address.Bytes;
        int number = (bytes[18] << 8) | bytes[19];
        return !bytes[..18].ContainsAnyExcept((byte)0) && number is (> 0 and <= LastOfPrague) or P256Verify;
    }
}
