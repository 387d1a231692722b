using ZeroG.Chain;

namespace ZeroG.PowerShell.Transactions;

/// <summary>
/// An address as it was given, read when its turn comes: a text that is no address is then an error of its own and does not end the others.
/// </summary>
public sealed class GivenAddress
{
    private readonly string _text;

    /// <summary>Takes <c>0x</c> and 40 hex digits.</summary>
    public GivenAddress(string text) => _text = text;

    /// <summary>Takes an address that was read before.</summary>
    public GivenAddress(Address address) => _text = address.ToString();

    /// <summary>The address.</summary>
    /// <exception cref="ZeroGException"><c>ZgAddressInvalid</c>: not 20 bytes of hex, or mixed case that breaks the EIP-55
    /// checksum.</exception>
    public Address Read()
    {
        if (Address.TryParse(_text, out Address address))
        {
            return address;
        }

        string what = Address.TryParse(_text.ToLowerInvariant(), out _)
            ? "has capital letters that break its checksum, so a digit is wrong"
            : "is no address, which is 0x and 40 hex digits";
        throw new ZeroGException(
            "ZgAddressInvalid", ErrorKind.InvalidArgument, $"'{_text}' {what}. Copy it again from where it came.", _text);
    }

    /// <summary>The text as it was given.</summary>
    public override string ToString() => _text;
}
