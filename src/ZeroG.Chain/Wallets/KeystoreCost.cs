namespace ZeroG.Chain.Wallets;

/// <summary>How much work a guess at a keystore's password takes: the parameters of scrypt (RFC 7914).</summary>
/// <param name="N">Cost, a power of two.</param>
/// <param name="R">Block size in units of 128 bytes.</param>
/// <param name="P">Number of passes.</param>
public readonly record struct KeystoreCost(int N, int R, int P)
{
    /// <summary>The default of go-ethereum for files on disk: 256 MiB and about a second.</summary>
    public static KeystoreCost Standard => new(262144, 8, 1);
}
