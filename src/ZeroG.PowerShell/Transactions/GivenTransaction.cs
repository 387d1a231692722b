using ZeroG.Chain;

namespace ZeroG.PowerShell.Transactions;

/// <summary>
/// The hash of a transaction as it was given, read when its turn comes: a text that is no hash is then an error of its own and does not end
/// the others.
/// </summary>
public sealed class GivenTransaction
{
    private readonly string _text;

    /// <summary>Takes <c>0x</c> and 64 hex digits.</summary>
    public GivenTransaction(string text) => _text = text;

    /// <summary>Takes a hash that was read before.</summary>
    public GivenTransaction(Hash256 hash) => _text = hash.ToString();

    /// <summary>The hash.</summary>
    /// <exception cref="ZeroGException"><c>ZgTransactionInvalid</c>: not 32 bytes of hex.</exception>
    public Hash256 Read() => Hash256.TryParse(_text, out Hash256 hash)
        ? hash
        : throw new ZeroGException(
            "ZgTransactionInvalid", ErrorKind.InvalidArgument,
            $"'{_text}' is no transaction. Give its hash, 0x and 64 hex digits; Send-ZgToken and Send-ZgFile show it.", _text);

    /// <summary>The text as it was given.</summary>
    public override string ToString() => _text;
}
