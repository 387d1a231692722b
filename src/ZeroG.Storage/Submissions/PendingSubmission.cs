using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// A signed transaction that submits one or more files and whose fate may not be known yet. It may have been signed several times with
/// rising fees: all versions have one nonce, so at most one of them is ever executed.
/// </summary>
public sealed class PendingSubmission
{
    /// <summary>Takes what was signed.</summary>
    /// <param name="files">The files in the order of the call, at least one.</param>
    /// <param name="signed">The signed versions, the first one first. They hold no secret, and sending them again cannot pay twice.</param>
    /// <param name="createdAt">When the first was signed.</param>
    public PendingSubmission(IReadOnlyList<SubmittedFile> files, IReadOnlyList<ReadOnlyMemory<byte>> signed, DateTimeOffset createdAt)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        ArgumentOutOfRangeException.ThrowIfZero(signed.Count, nameof(signed));
        Files = files;
        Signed = signed;
        CreatedAt = createdAt;
        Id = Hash256.Keccak(signed[0].Span);
        Transaction = signed.Count == 1 ? Id : Hash256.Keccak(signed[^1].Span);
    }

    /// <summary>The files in the order of the call.</summary>
    public IReadOnlyList<SubmittedFile> Files { get; }

    /// <summary>The signed versions, the first one first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Signed { get; }

    /// <summary>When the first version was signed.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Hash of the first version; stays when the fee is raised.</summary>
    public Hash256 Id { get; }

    /// <summary>Hash of the newest version, the one to look for first.</summary>
    public Hash256 Transaction { get; }

    /// <summary>The same submission with a further version.</summary>
    /// <param name="signed">The same call at the same nonce with a higher fee.</param>
    public PendingSubmission Raised(ReadOnlyMemory<byte> signed) => new(Files, [.. Signed, signed], CreatedAt);

    /// <summary>The same submission with the versions of both, the other's new ones last.</summary>
    public PendingSubmission Joined(PendingSubmission other) =>
        new(Files, [.. Signed, .. other.Signed.Where(raw => !Has(raw))], CreatedAt);

    /// <summary>Whether there is a version here that the other does not know.</summary>
    public bool KnowsMoreThan(PendingSubmission other) => Signed.Any(raw => !other.Has(raw));

    /// <summary>The newest hash.</summary>
    public override string ToString() => Transaction.ToString();

    private bool Has(ReadOnlyMemory<byte> raw) => Signed.Any(signed => signed.Span.SequenceEqual(raw.Span));
}
