using System.Diagnostics;
using System.Security.Cryptography;

namespace ZeroG.Chain.Wallets;

/// <summary>Bytes of a secret, in an array that the garbage collector neither moves nor copies, cleared on <see cref="Dispose"/>.</summary>
[DebuggerDisplay("********")]
internal sealed class SecretBuffer(int size) : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes = GC.AllocateArray<byte>(size, pinned: true);

    public SecretBuffer(ReadOnlySpan<byte> secret)
        : this(secret.Length) => secret.CopyTo(_bytes);

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Span<byte> Span => _bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "********";
}
