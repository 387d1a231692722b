using System.Collections.Concurrent;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>A Flow contract in memory that tells its nodes of each entry at once, and counts what was paid.</summary>
internal sealed class ScriptedFlow(params ScriptedNode[] nodes) : IFlow
{
    private readonly ConcurrentDictionary<Hash256, Submission> _signed = new();
    private readonly ConcurrentDictionary<Hash256, SubmitLog> _logged = new();
    private long _signatures;

    public string Network => "scripted";

    public long ChainId => 16602;

    public Address Address => ScriptedNode.Flow;

    public Address Submitter { get; } = Address.Parse("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");

    public BigInteger Price { get; set; } = 1000;

    /// <summary>How many submissions reached the chain.</summary>
    public int Payments => _logged.Count;

    public int Signatures => (int)Interlocked.Read(ref _signatures);

    /// <summary>Runs after the signed transaction was remembered and before it is sent; a crash is thrown here.</summary>
    public Action Sending { get; set; } = () => { };

    /// <summary>Decides the fate of a transaction in the chain's place; null for the usual.</summary>
    public Func<PendingSubmission, SubmissionFate?> Fate { get; set; } = _ => null;

    public Task<BigInteger> GetPricePerSectorAsync(CancellationToken cancellationToken) => Task.FromResult(Price);

    public Task<PendingSubmission> SubmitAsync(
        Submission submission, TokenAmount fee, Action<PendingSubmission> remember, CancellationToken cancellationToken)
    {
        byte[] raw = BitConverter.GetBytes(Interlocked.Increment(ref _signatures));
        PendingSubmission pending = new(submission.FileRoot, Hash256.Keccak(raw), raw, DateTimeOffset.UnixEpoch);
        _signed[pending.Transaction] = submission;
        remember(pending);
        Sending();
        Send(pending);
        return Task.FromResult(pending);
    }

    public async Task<SubmissionOutcome> WaitAsync(PendingSubmission pending, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        switch (Fate(pending))
        {
            case SubmissionFate.Reverted:
                return new SubmissionOutcome(SubmissionFate.Reverted, null, 5, TokenAmount.Zero, TokenAmount.FromWei(21), "Invalid submission");
            case SubmissionFate.Replaced:
                return new SubmissionOutcome(SubmissionFate.Replaced, null, null, TokenAmount.Zero, TokenAmount.Zero);
            default:
                Send(pending);
                SubmitLog log = _logged[pending.Transaction];
                return new SubmissionOutcome(SubmissionFate.Logged, log, 5, log.Submission.Fee(Price), TokenAmount.FromWei(21));
        }
    }

    private void Send(PendingSubmission pending)
    {
        lock (_logged)
        {
            if (_logged.ContainsKey(pending.Transaction) || Fate(pending) is not null)
            {
                return;
            }

            Submission submission = _signed[pending.Transaction];
            SubmitLog log = new(Submitter, submission.Identity, _logged.Count, (_logged.Count + 1) * 65536, (long)submission.Sectors, submission);
            _logged[pending.Transaction] = log;
            foreach (ScriptedNode node in nodes)
            {
                node.Announce(submission, log.Sequence, log.StartPosition);
            }
        }
    }
}
