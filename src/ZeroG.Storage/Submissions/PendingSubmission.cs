using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>A signed submission whose fate may not be known yet.</summary>
/// <param name="Root">Root of the file.</param>
/// <param name="Transaction">Hash of the transaction.</param>
/// <param name="Raw">The signed transaction. It holds no secret, and sending it again cannot pay twice.</param>
/// <param name="CreatedAt">When it was signed.</param>
public sealed record PendingSubmission(Hash256 Root, Hash256 Transaction, ReadOnlyMemory<byte> Raw, DateTimeOffset CreatedAt);
