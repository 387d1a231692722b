using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;

namespace ZeroG.PowerShell;

/// <summary>
/// The one place that knows both worlds. Cmdlets are asynchronous methods that run on the pool; this base answers them on the pipeline
/// thread, turns Ctrl+C and an early end of the pipeline into cancellation, and failures into error records: of an item without ending the
/// others, of <see cref="BeginAsync"/> and <see cref="EndAsync"/> ending the pipeline. Work that takes many items at a time lives across
/// records as a stream: <see cref="StartStream"/> starts it, <see cref="Feed"/> hands it items without waiting for their end, and the end
/// of the input waits for all of them.
/// </summary>
public abstract partial class ZgCmdlet : PSCmdlet, IDisposable
{
    // Cancelled work has this long to let go of files and sockets before the pipeline ends without it.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, object?> _values = [];
    private readonly List<PipelineProgress> _progress = [];
    private readonly PipelineQueue _queue = new();
    private readonly List<IDisposable> _owned = [];
    private readonly int _overall = PipelineProgress.NextId();
    private CancellationTokenSource? _stopping;
    private int _items;
    private bool _overallShown;
    private CancellationToken _cancelled;
    private Task? _stream;
    private Action? _endInput;
    private CountProgress? _count;
    private volatile bool _running;

    /// <summary>What this runspace means when nothing else is said.</summary>
    private protected ZgSession Session { get; private set; } = null!;

    /// <summary>Cancelled by Ctrl+C and when the pipeline ends early.</summary>
    protected CancellationToken Cancelled => _cancelled;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What has to be there for all items: network, wallet, nodes. A failure ends the pipeline.</summary>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Works on one item. A failure becomes one error record, and the next item is taken.</summary>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is left when all items have come.</summary>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>How to go on after Ctrl+C; null when there is nothing to go on with.</summary>
    protected virtual string? StopAdvice => null;

    /// <summary>The item that an error of <see cref="ProcessAsync"/> is about.</summary>
    protected virtual object? CurrentItem => null;

    protected override void BeginProcessing()
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(PipelineStopToken);
        _cancelled = _stopping.Token;
        Session = ZgSession.Current;
        RunOrThrow(BeginAsync);
    }

    protected override void ProcessRecord()
    {
        _items++;
        if (Run(ProcessAsync) is { } failure)
        {
            WriteError(RecordOf(failure));
        }
    }

    protected override void EndProcessing()
    {
        if (_stream is { } stream)
        {
            _endInput!();
            _count?.Close();
            Answer(stream);
            EndStream(stream);
        }

        RunOrThrow(EndAsync);
        if (_overallShown)
        {
            WriteProgress(new ProgressRecord(_overall, MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Says on the host, where a stopping pipeline still can, how to go on after Ctrl+C.</summary>
    protected override void StopProcessing()
    {
        if (StopAdvice is { } advice && (_running || _stream is { IsCompleted: false }))
        {
            Host.UI?.WriteWarningLine(advice);
        }
    }

    /// <summary>Works on one of several items of a record.</summary>
    protected void RunItem(object? item, Func<CancellationToken, Task> body)
    {
        _items++;
        if (Run(body) is { } failure)
        {
            WriteError(ErrorRecords.From(failure, item));
        }
    }

    /// <summary>Starts the work that lives across records, once, before the first item comes.</summary>
    /// <param name="capacity">Items that may wait for the work.</param>
    /// <param name="body">
    /// Takes items until there are no more. A failure of an item is for <see cref="ReportAsync"/>; what it throws ends the pipeline.
    /// </param>
    private protected PipelineStream<T> StartStream<T>(int capacity, Func<IAsyncEnumerable<T>, CancellationToken, Task> body)
    {
        PipelineStream<T> stream = PipelineStream<T>.Start(capacity, body, _cancelled);
        (_stream, _endInput) = (stream.Work, stream.Complete);
        return stream;
    }

    /// <summary>
    /// Hands an item to the work, and answers what the work has asked meanwhile. Waits only when too many items wait already.
    /// </summary>
    private protected void Feed<T>(PipelineStream<T> stream, T item)
    {
        while (!stream.TryWrite(item) && !stream.Work.IsCompleted)
        {
            Answer(stream.RoomAsync(_cancelled));
        }

        Answer(Task.CompletedTask);
        if (stream.Work.IsCompleted)
        {
            EndStream(stream.Work);
        }
    }

    /// <summary>Starts the line that counts the items of a stream; it ends with the stream.</summary>
    /// <param name="activity">What is done, for example <c>Sending files</c>.</param>
    /// <param name="noun">What is counted, in the plural.</param>
    /// <param name="figure">What is said in place of bytes; null for bytes.</param>
    private protected CountProgress StartCount(string activity, string noun = "files", Func<string>? figure = null) =>
        _count = new CountProgress(this, activity, noun, figure);

    /// <summary>Emits an object; done when the next command has taken it.</summary>
    protected Task EmitAsync(object? value) => AskAsync(() =>
    {
        WriteObject(value);
        return true;
    });

    /// <summary>Reports the failure of one item among several and goes on.</summary>
    protected Task ReportAsync(Exception failure, object? item) => AskAsync(() =>
    {
        WriteError(ErrorRecords.From(failure, item));
        return true;
    });

    /// <summary>Works on one of several items of a parameter: its failure is reported, and the others go on.</summary>
    protected async Task TryItemAsync(object item, Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (ZeroGException failure)
        {
            await ReportAsync(failure, item);
        }
    }

    /// <summary>Asks whether to do it; false under <c>-WhatIf</c> or after a no.</summary>
    /// <exception cref="ZeroGException"><c>ZgConfirmationNeeded</c>: the host is not interactive.</exception>
    protected Task<bool> ShouldProcessAsync(string target, string action) =>
        AskAsync(() => Confirm(() => ShouldProcess(target, action), $"{action}: {target}."));

    /// <summary>Lets the pipeline thread do something, for example resolve a path.</summary>
    protected Task<T> AskAsync<T>(Func<T> request) => _queue.AskAsync(request, _cancelled);

    /// <summary>
    /// Asks the person at the terminal a question of its own, unless <c>-Confirm:$false</c> or the preference answers it.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgConfirmationNeeded</c>: the host is not interactive.</exception>
    protected Task<bool> ShouldContinueAsync(string question, string caption) => AskAsync(() =>
    {
        bool isAnswered = MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm)
            ? confirm is SwitchParameter { IsPresent: false }
            : SessionState.PSVariable.GetValue("ConfirmPreference") is ConfirmImpact.None;
        return isAnswered || Confirm(() => ShouldContinue(question, caption), question);
    });

    /// <summary>A remark for <c>-Verbose</c>: a phase, a transaction, a node chosen or dropped.</summary>
    protected void Verbose(string text) => _queue.Post(() => WriteVerbose(text));

    /// <summary>A call to a server, for <c>-Debug</c>.</summary>
    private protected void Debug(JsonRpcTrace call) => _queue.Post(() => WriteDebug(call.ToString()));

    /// <summary>A request to a server that is no JSON-RPC, for <c>-Debug</c>.</summary>
    private protected void Debug(string request) => _queue.Post(() => WriteDebug(request));

    /// <summary>What a careful colleague would mention.</summary>
    protected void Warn(string text) => _queue.Post(() => WriteWarning(text));

    /// <summary>Starts a progress line, which ends with the item.</summary>
    private protected PipelineProgress StartProgress(string activity)
    {
        PipelineProgress progress = new(this, activity);
        _progress.Add(progress);
        return progress;
    }

    /// <summary>
    /// Starts a progress line under the one that counts the items of a stream; <see cref="EndProgress(PipelineProgress)"/> ends it.
    /// </summary>
    private protected PipelineProgress StartProgress(string activity, CountProgress under) => new(this, activity, under.Id);

    /// <summary>Ends a line of one item of a stream.</summary>
    private protected void EndProgress(PipelineProgress progress)
    {
        if (progress.Completed() is { } completed)
        {
            _queue.Post(() => WriteProgress(completed));
        }
    }

    /// <summary>Shows a line; from the second item on it stands under a line that counts the items.</summary>
    internal void Show(ProgressRecord record) => _queue.Post(() =>
    {
        if (_items > 1 && _count is null)
        {
            _overallShown = true;
            record.ParentActivityId = _overall;
            WriteProgress(new ProgressRecord(_overall, MyInvocation.MyCommand.Name, $"Item {_items}"));
        }

        WriteProgress(record);
    });

    /// <summary>
    /// Keeps a parameter whose type is a value of a lower floor. A field of such a type would make the engine load that floor while it
    /// looks for cmdlets, before the module can say where the floor lies.
    /// </summary>
    protected void Keep<T>(T value, [CallerMemberName] string parameter = "") => _values[parameter] = value;

    /// <summary>The value that <see cref="Keep"/> keeps; the default of the type when the parameter was not given.</summary>
    protected T? Kept<T>([CallerMemberName] string parameter = "") =>
        _values.TryGetValue(parameter, out object? value) ? (T?)value : default;

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Cancel first: work of a pipeline that ended early is still running.
            Abandon(_stream ?? Task.CompletedTask);
            _stopping?.Dispose();
            _queue.Dispose();
            _owned.ForEach(owned => owned.Dispose());
        }
    }

    /// <summary>Closes something when the cmdlet is done with its work.</summary>
    private protected T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    private static bool Confirm(Func<bool> ask, string question)
    {
        try
        {
            return ask();
        }
        catch (Exception refusal) when (refusal is HostException or InvalidOperationException)
        {
            throw new ZeroGException(
                "ZgConfirmationNeeded", ErrorKind.InvalidOperation,
                $"{question} This needs a yes, and nobody can be asked here. Answer with -Confirm:$false.", innerException: refusal);
        }
    }

    /// <summary>The record of a failure of the command as a whole, or of an item that it names better itself.</summary>
    private ErrorRecord RecordOf(Exception failure) => ErrorRecords.From(failure, (failure as ZeroGException)?.Target ?? CurrentItem);

    private void RunOrThrow(Func<CancellationToken, Task> body)
    {
        if (Run(body) is { } failure)
        {
            ThrowTerminatingError(RecordOf(failure));
        }
    }

    /// <summary>
    /// Runs work on the pool and answers it here until it has ended; hands out its failure, unless that is the engine's own way to stop.
    /// </summary>
    private protected Exception? Run(Func<CancellationToken, Task> body)
    {
        CancellationToken stopping = _cancelled;
        Task work = Task.Run(() => body(stopping), stopping);
        _running = true;
        try
        {
            Answer(work);
            return Failure(work);
        }
        finally
        {
            _running = false;
            if (!work.IsCompleted)
            {
                Abandon(work);
            }

            EndProgress();
        }
    }

    /// <summary>Answers on this thread until the work has ended. An end of the pipeline ends the stream too.</summary>
    private void Answer(Task work)
    {
        try
        {
            _queue.Pump(work, _cancelled);
        }
        catch (Exception end)
        {
            // Ctrl+C, or the engine's exception is on its way up: -WarningAction Stop, a pipeline that wants no more.
            Abandon(work);
            Abandon(_stream ?? Task.CompletedTask);
            if (end is OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }

            throw;
        }
    }

    /// <summary>The failure of work that has ended; null for none. The engine's own way to stop is thrown as it is.</summary>
    private Exception? Failure(Task work)
    {
        try
        {
            work.GetAwaiter().GetResult();
            return null;
        }
        catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (failure is not (PipelineStoppedException or FlowControlException or RuntimeException))
        {
            return failure;
        }
    }

    /// <summary>Takes the lines of a stream away and throws its failure, which ends the pipeline.</summary>
    private void EndStream(Task stream)
    {
        if (_count?.Completed() is { } completed && !_cancelled.IsCancellationRequested)
        {
            WriteProgress(completed);
        }

        _count = null;
        if (Failure(stream) is { } failure)
        {
            ThrowTerminatingError(RecordOf(failure));
        }
    }

    private void Abandon(Task work)
    {
        try
        {
            _stopping?.Cancel();
            work.Wait(StopLimit);
        }
        catch (AggregateException)
        {
            // What cancelled work throws says nothing new.
        }
    }

    private void EndProgress()
    {
        foreach (PipelineProgress progress in _progress)
        {
            if (progress.Completed() is { } completed && !_cancelled.IsCancellationRequested)
            {
                WriteProgress(completed);
            }
        }

        _progress.Clear();
    }
}
