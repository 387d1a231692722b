using System.Collections.Concurrent;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>A Flow contract in memory that tells its nodes of each entry at once, and counts what was paid.</summary>
internal sealed class ScriptedFlow(params ScriptedNode[] nodes) : IFlow
{
    private readonly ConcurrentDictionary<Hash256, IReadOnlyList<Submission>> _signed = new();
    private readonly ConcurrentDictionary<Hash256, IReadOnlyList<SubmitLog>> _logged = new();
    private long _entries;
    private long _signatures;

    public string Network => "scripted";

    public long ChainId => 16602;

    public Address Address => ScriptedNode.Flow;

    public Address Payer { get; } = Address.Parse("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");

    public BigInteger Price { get; set; } = 1000;

    /// <summary>How many transactions reached the chain.</summary>
    public int Payments => _logged.Count;

    public int Signatures => (int)Interlocked.Read(ref _signatures);

    /// <summary>Runs after the signed transaction was remembered and before it is sent; a crash is thrown here.</summary>
    public Action Sending { get; set; } = () => { };

    /// <summary>Decides the fate of a transaction in the chain's place; null for the usual.</summary>
    public Func<PendingSubmission, SubmissionFate?> Fate { get; set; } = _ => null;

    /// <summary>Most files in one transaction; more are refused as too large.</summary>
    public int MostInOne { get; set; } = int.MaxValue;

    /// <summary>The transactions that reached the chain, each with the roots of its files.</summary>
    public ConcurrentQueue<IReadOnlyList<Hash256>> Batches { get; } = new();

    /// <summary>Whom the submissions named.</summary>
    public ConcurrentQueue<Address?> Submitters { get; } = new();

    /// <summary>Refuses submissions in the chain's place before they are signed; null for none.</summary>
    public Func<IReadOnlyList<Submission>, ZeroGException?> Refusing { get; set; } = _ => null;

    /// <summary>Runs when somebody waits for the receipt.</summary>
    public Func<PendingSubmission, Task> Mining { get; set; } = _ => Task.CompletedTask;

    /// <summary>Number of the newest block.</summary>
    public long Height { get; set; } = 1;

    public Task<long> GetBlockNumberAsync(CancellationToken cancellationToken) => Task.FromResult(Height);

    public Task<long> GetSubmissionCountAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Read(ref _entries));

    public Task<BigInteger> GetPricePerSectorAsync(CancellationToken cancellationToken) => Task.FromResult(Price);

    public Task<PendingSubmission> SubmitAsync(
        IReadOnlyList<Submission> submissions, TokenAmount fee, Address? submitter, Action<PendingSubmission> remember,
        CancellationToken cancellationToken)
    {
        if (submissions.Count > MostInOne)
        {
            throw new ZeroGException("ZgBatchTooLarge", ErrorKind.LimitsExceeded, "Too many. Send fewer.");
        }

        if (Refusing(submissions) is { } refusal)
        {
            throw refusal;
        }

        Assert.Equal(submissions.Aggregate(TokenAmount.Zero, (sum, submission) => sum + submission.Fee(Price)), fee);
        byte[] raw = BitConverter.GetBytes(Interlocked.Increment(ref _signatures));
        PendingSubmission pending = new([.. submissions.Select(submission => submission.File)], [raw], DateTimeOffset.UnixEpoch);
        _signed[pending.Id] = submissions;
        Submitters.Enqueue(submitter);
        remember(pending);
        Sending();
        Send(pending);
        return Task.FromResult(pending);
    }

    public async Task<SubmissionOutcome> WaitAsync(
        PendingSubmission pending, TransactionPatience patience, Action<PendingSubmission> remember, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        await Mining(pending).WaitAsync(cancellationToken);
        switch (Fate(pending))
        {
            case SubmissionFate.Reverted:
                return new SubmissionOutcome(
                    SubmissionFate.Reverted, [], pending.Transaction, 5, TokenAmount.Zero, TokenAmount.FromWei(21), "Invalid submission");
            case SubmissionFate.Replaced:
                return SubmissionOutcome.Replaced;
            default:
                Send(pending);
                IReadOnlyList<SubmitLog> logs = _logged[pending.Id];
                TokenAmount fee = logs.Aggregate(TokenAmount.Zero, (sum, log) => sum + log.Submission.Fee(Price));
                return new SubmissionOutcome(SubmissionFate.Logged, logs, pending.Transaction, 5, fee, TokenAmount.FromWei(21));
        }
    }

    private void Send(PendingSubmission pending)
    {
        lock (_logged)
        {
            if (_logged.ContainsKey(pending.Id) || Fate(pending) is not null)
            {
                return;
            }

            List<SubmitLog> logs = [];
            foreach (Submission submission in _signed[pending.Id])
            {
                long start = (_entries + 1) * 65536;
                SubmitLog log = new(Payer, submission.Identity, _entries++, start, (long)submission.Sectors, submission);
                logs.Add(log);
                foreach (ScriptedNode node in nodes)
                {
                    node.Announce(submission, log.Sequence, log.StartPosition);
                }
            }

            _logged[pending.Id] = logs;
            Batches.Enqueue([.. pending.Files.Select(file => file.Root)]);
        }
    }
}
