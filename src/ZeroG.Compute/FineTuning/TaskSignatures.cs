using System.Globalization;
using System.Numerics;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// What a user signs for a fine-tuning provider, and how the provider finds out who signed. Each message is hashed with Keccak-256 and
/// the 32 bytes of the hash are signed as a personal message: all 32, also where the hash begins with zeros.
/// </summary>
/// <remarks>
/// Source: 0g-compute-ts-sdk, src.ts/sdk/common/utils/encrypt.ts; 0g-serving-broker, api/fine-tuning/internal/ctrl/task.go.
/// </remarks>
public static class TaskSignatures
{
    private const int WordSize = 32;

    /// <summary>How far the time in a signed message may lie from the provider's clock, either way: 5 minutes.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Hash of a new task: the user's 20 bytes, the nonce as 32 bytes, the dataset's hash as it is written. The fee is no part of
    /// it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The nonce is negative or does not fit 32 bytes.</exception>
    public static Hash256 CreateTask(Address user, BigInteger nonce, string datasetHash)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nonce);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonce.GetByteCount(isUnsigned: true), WordSize, nameof(nonce));
        byte[] word = new byte[WordSize];
        byte[] digits = nonce.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(word, WordSize - digits.Length);
        return Hash256.Keccak([.. user.Bytes, .. word, .. Encoding.UTF8.GetBytes(datasetHash)]);
    }

    /// <summary>Hash for cancelling a task: of the 16 bytes of its id in the order in which they are written.</summary>
    public static Hash256 CancelTask(Guid taskId) => Hash256.Keccak(taskId.ToByteArray(bigEndian: true));

    /// <summary>Hash for handing a dataset to the provider.</summary>
    /// <param name="user">The user's address exactly as it stands in the request's path.</param>
    /// <param name="timestamp">Unix seconds.</param>
    public static Hash256 UploadDataset(string user, long timestamp) => OfText(user, timestamp);

    /// <summary>Hash for fetching an encrypted model from the provider.</summary>
    /// <param name="taskId">Goes into the message as 32 hex digits without dashes.</param>
    /// <param name="timestamp">Unix seconds.</param>
    public static Hash256 DownloadLora(Guid taskId, long timestamp) => OfText(taskId.ToString("N"), timestamp);

    /// <summary>Signs one of these hashes.</summary>
    /// <returns>r‖s‖v as <c>0x</c> and 130 hex digits, v being 27 or 28.</returns>
    public static string Sign(Wallet wallet, Hash256 hash) => Hex.ToHex(wallet.SignMessage(hash.Bytes));

    /// <summary>
    /// Finds the key that signed one of these hashes. A provider encrypts the key of a model for the one that signed the task.
    /// </summary>
    /// <returns>False for what is no signature of 65 bytes with v 27 or 28.</returns>
    public static bool TryRecover(Hash256 hash, string? signature, out PublicKey? signer)
    {
        signer = null;
        return Hex.TryParseBytes(signature, out byte[]? bytes) && bytes is [.., 27 or 28] && bytes.Length == 2 * WordSize + 1
            && Secp256k1Signature.TryParse(bytes, out Secp256k1Signature parsed)
            && Secp256k1.TryRecover(PersonalMessage.Digest(hash.Bytes).Bytes, parsed, out byte[]? point)
            && PublicKey.TryRead(point, out signer);
    }

    /// <summary>Whether a user signed one of these hashes.</summary>
    public static bool IsSignedBy(Address user, Hash256 hash, string? signature) =>
        TryRecover(hash, signature, out PublicKey? signer) && signer!.Address == user;

    /// <summary>Whether the time in a signed message is near enough to now that nobody can have kept the message for long.</summary>
    /// <param name="timestamp">Unix seconds, from anybody.</param>
    /// <param name="now">The provider's clock.</param>
    public static bool IsCurrent(long timestamp, DateTimeOffset now) =>
        Int128.Abs((Int128)timestamp - now.ToUnixTimeSeconds()) <= (long)Window.TotalSeconds;

    private static Hash256 OfText(string text, long timestamp) =>
        Hash256.Keccak(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text}{timestamp}")));
}
