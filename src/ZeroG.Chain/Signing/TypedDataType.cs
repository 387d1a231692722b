using System.Globalization;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Signing;

/// <summary>
/// The type of an EIP-712 member: elementary, a struct, or an array of another.
/// </summary>
/// <param name="Text">The type as declared.</param>
/// <param name="Elementary">The ABI type of an elementary member.</param>
/// <param name="Struct">The name of a struct.</param>
/// <param name="Element">The type of an array's items.</param>
/// <param name="Length">The length of a fixed array.</param>
internal sealed record TypedDataType(string Text, AbiType? Elementary, string? Struct, TypedDataType? Element, int? Length)
{
    private const int MaxDimensions = 16;

    /// <summary>The name of the struct that the type is or holds; null when there is none.</summary>
    public string? ReferencedStruct => Element is null ? Struct : Element.ReferencedStruct;

    /// <exception cref="FormatException">The text is no type.</exception>
    public static TypedDataType Parse(string text)
    {
        if (text.Count(c => c == '[') > MaxDimensions)
        {
            throw new FormatException($"Typed data: '{text}' has more than {MaxDimensions} dimensions.");
        }

        if (!text.EndsWith(']'))
        {
            return FromName(text);
        }

        int open = text.LastIndexOf('[');
        string length = open > 0 ? text[(open + 1)..^1] : "?";
        int? fixedLength = length.Length == 0 ? null
            : int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 && length[0] != '0' ? n
            : throw new FormatException($"Typed data: '{text}' is no array type; write for example 'uint256[]' or 'uint256[2]'.");
        return new TypedDataType(text, null, null, Parse(text[..open]), fixedLength);
    }

    /// <summary>Whether a text can name a struct or a member. Anything else could make two types read the same.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');

    private static TypedDataType FromName(string name)
    {
        // EIP-712 has no short forms: 'uint' would be hashed as written and match no contract.
        AbiType? elementary = AbiType.Elementary(name);
        return elementary is not null && elementary.CanonicalName != name
            ? throw new FormatException($"Typed data: write '{elementary.CanonicalName}' for '{name}'.")
            : new TypedDataType(name, elementary, elementary is null ? name : null, null, null);
    }
}
