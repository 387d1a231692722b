using System.Globalization;

namespace ZeroG.Chain.Wallets;

/// <summary>Paths of BIP-32 such as <c>m/44'/60'/0'/0/0</c>, as child numbers of which hardened ones have the top bit set.</summary>
internal static class HdPath
{
    public const uint Hardened = 0x8000_0000;

    // The depth of a key is one byte (BIP-32, serialization format).
    private const int MaxDepth = byte.MaxValue;

    /// <summary>Reads a path; <c>'</c>, <c>h</c> and <c>H</c> all mark a hardened child.</summary>
    /// <exception cref="ZeroGException"><c>ZgDerivationPathInvalid</c>.</exception>
    public static uint[] Parse(string path)
    {
        string[] parts = path.Split('/');
        uint[] children = new uint[parts.Length - 1];
        bool valid = parts[0] == "m" && children.Length <= MaxDepth;
        for (int i = 0; valid && i < children.Length; i++)
        {
            ReadOnlySpan<char> part = parts[i + 1];
            bool hardened = part.Length > 0 && part[^1] is '\'' or 'h' or 'H';
            valid = uint.TryParse(hardened ? part[..^1] : part, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
                && index < Hardened;
            children[i] = index | (hardened ? Hardened : 0);
        }

        return valid ? children : throw new ZeroGException(
            "ZgDerivationPathInvalid", ErrorKind.InvalidArgument,
            $"'{path}' is no derivation path. Write for example m/44'/60'/0'/0/0, each number below 2147483648.", path);
    }
}
