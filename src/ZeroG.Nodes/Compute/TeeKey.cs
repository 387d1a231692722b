using System.Diagnostics;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// The key with which a provider signs answers, reports and settlements, in the place of one that a TEE would guard. It is generated here
/// and lies in a file that its owner can read, so it proves nothing about hardware, and the report says so.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TeeKey : IDisposable
{
    private const string FileName = "tee-development.key";

    private readonly Wallet _wallet;

    private TeeKey(Wallet wallet) => _wallet = wallet;

    /// <summary>The key itself, for what signs with a wallet; it stays this object's to dispose.</summary>
    internal Wallet Wallet => _wallet;

    /// <summary>The signer that the service's record names.</summary>
    public Address Address => _wallet.Address;

    /// <summary>A key that nobody keeps.</summary>
    public static TeeKey Create() => new(Wallet.CreateRandom());

    /// <summary>The key of a data folder, made and kept there on first use, for its owner's eyes only.</summary>
    /// <exception cref="ZeroGException"><c>ZgTeeKeyUnusable</c>: the file cannot be read or written, or holds no key.</exception>
    public static TeeKey Open(string dataPath)
    {
        // A folder of its own, since the data folder may be open to others and on Windows a file has the rights of its folder.
        string path = Path.Combine(dataPath, "keys", FileName);
        try
        {
            return File.Exists(path) ? Read(path) : Make(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ZeroGException)
        {
            throw new ZeroGException(
                "ZgTeeKeyUnusable", ErrorKind.InvalidData,
                $"{path}, which holds the provider's signing key, cannot be used: {failure.Message} Restore it from a copy; without it "
                + "delete it, and the operator of the contract has to acknowledge a new signer.", path, failure);
        }
    }

    /// <summary>Signs a hash as it is: of typed data, or of the tags of a model file.</summary>
    public Secp256k1Signature Sign(Hash256 hash) => _wallet.Sign(hash);

    /// <summary>Signs a message behind the prefix of EIP-191.</summary>
    /// <returns>r‖s‖v, 65 bytes, v being 27 or 28.</returns>
    public byte[] SignMessage(ReadOnlySpan<byte> message) => _wallet.SignMessage(message);

    /// <summary>Signs what a reply is.</summary>
    internal ResponseSignature Sign(ResponseText text) => ResponseSignature.Sign(text, _wallet);

    /// <summary>Clears the key.</summary>
    public void Dispose() => _wallet.Dispose();

    /// <summary>The address, and what kind of key it is.</summary>
    public override string ToString() => $"{Address} (development)";

    private static TeeKey Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        char[] text = Encoding.ASCII.GetChars(bytes);
        try
        {
            return new TeeKey(PrivateKeyText.Parse(text.AsSpan().Trim(), "TEE key"));
        }
        finally
        {
            bytes.AsSpan().Clear();
            text.AsSpan().Clear();
        }
    }

    private static TeeKey Make(string path)
    {
        Wallet wallet = Wallet.CreateRandom();
        Span<char> text = stackalloc char[PrivateKeyText.Length];
        Span<byte> bytes = stackalloc byte[PrivateKeyText.Length];
        try
        {
            wallet.ExportKey(text);
            Encoding.ASCII.GetBytes(text, bytes);
            OwnerOnlyFile.Write(path, bytes, overwrite: false);
            return new TeeKey(wallet);
        }
        catch
        {
            wallet.Dispose();
            throw;
        }
        finally
        {
            text.Clear();
            bytes.Clear();
        }
    }
}
