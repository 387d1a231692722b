using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.CompilerServices;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;

namespace ZeroG.PowerShell;

/// <summary>
/// The one place that knows both worlds. Cmdlets are asynchronous methods that run on the pool; this base answers them on the pipeline
/// thread, turns
/// Ctrl+C and an early end of the pipeline into cancellation, and failures into error records: of an item without ending the others, of
/// <see cref="BeginAsync"/> and <see cref="EndAsync"/> ending the pipeline.
/// </summary>
public abstract class ZgCmdlet : PSCmdlet, IDisposable
{
    // Cancelled work has this long to let go of files and sockets before the pipeline ends without it.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, object?> _values = [];
    private readonly List<PipelineProgress> _progress = [];
    private readonly int _overall = PipelineProgress.NextId();
    private CancellationTokenSource? _stopping;
    private int _items;
    private bool _overallShown;
    private PipelineQueue? _queue;

    /// <summary>What this runspace means when nothing else is said.</summary>
    private protected ZgSession Session { get; private set; } = null!;

    /// <summary>Cancelled by Ctrl+C and when the pipeline ends early.</summary>
    protected CancellationToken Cancelled => _stopping!.Token;

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
        Session = ZgSession.Current;
        RunOrThrow(BeginAsync);
    }

    protected override void ProcessRecord() => RunItem(CurrentItem, ProcessAsync);

    protected override void EndProcessing()
    {
        RunOrThrow(EndAsync);
        if (_overallShown)
        {
            WriteProgress(new ProgressRecord(_overall, MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Says on the host, where a stopping pipeline still can, how to go on after Ctrl+C.</summary>
    protected override void StopProcessing()
    {
        if (StopAdvice is { } advice && _queue is not null)
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
    protected Task<bool> ShouldProcessAsync(string target, string action) => AskAsync(() => ShouldProcess(target, action));

    /// <summary>Lets the pipeline thread do something, for example resolve a path.</summary>
    protected Task<T> AskAsync<T>(Func<T> request) => _queue!.AskAsync(request, Cancelled);

    /// <summary>A secret: the parameter's, or else what the person at the terminal types.</summary>
    /// <param name="given">Value of the parameter; null when it was not given.</param>
    /// <param name="question">What is asked for, for example <c>Password of 'main'</c>.</param>
    /// <param name="parameter">Name of the parameter, for the advice when nobody can be asked.</param>
    /// <exception cref="ZeroGException"><c>ZgSecretNeeded</c>: the host is not interactive.</exception>
    protected Task<SecureString> SecretAsync(SecureString? given, string question, string parameter) => given is not null ? Task.FromResult(given) : AskAsync(() =>
    {
        try
        {
            Host.UI.Write($"{question}: ");
            return Host.UI.ReadLineAsSecureString();
        }
        catch (Exception refusal) when (refusal is HostException or InvalidOperationException)
        {
            throw new ZeroGException(
                "ZgSecretNeeded", ErrorKind.AuthenticationError, $"{question} is needed, and nobody can be asked here. Give it with -{parameter}.", innerException: refusal);
        }
    });

    /// <summary>A remark for <c>-Verbose</c>: a phase, a transaction, a node chosen or dropped.</summary>
    protected void Verbose(string text) => _queue?.Post(() => WriteVerbose(text));

    /// <summary>A call to a server, for <c>-Debug</c>.</summary>
    private protected void Debug(JsonRpcTrace call) => _queue?.Post(() => WriteDebug(call.ToString()));

    /// <summary>What a careful colleague would mention.</summary>
    protected void Warn(string text) => _queue?.Post(() => WriteWarning(text));

    /// <summary>Starts a progress line, which ends with the item.</summary>
    private protected PipelineProgress StartProgress(string activity)
    {
        PipelineProgress progress = new(this, activity);
        _progress.Add(progress);
        return progress;
    }

    /// <summary>Shows a line; from the second item on it stands under a line that counts the items.</summary>
    internal void Show(ProgressRecord record) => _queue?.Post(() =>
    {
        if (_items > 1)
        {
            _overallShown = true;
            record.ParentActivityId = _overall;
            WriteProgress(new ProgressRecord(_overall, MyInvocation.MyCommand.Name, $"Item {_items}"));
        }

        WriteProgress(record);
    });

    /// <summary>
    /// Keeps a parameter whose type is a value of a lower floor. A field of such a type would make the engine load that floor while it
    /// looks for
    /// cmdlets, before the module can say where the floor lies.
    /// </summary>
    protected void Keep<T>(T value, [CallerMemberName] string parameter = "") => _values[parameter] = value;

    /// <summary>The value that <see cref="Keep"/> keeps; the default of the type when the parameter was not given.</summary>
    protected T? Kept<T>([CallerMemberName] string parameter = "") => _values.TryGetValue(parameter, out object? value) ? (T?)value : default;

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _stopping is not null)
        {
            // Cancel first: work of a pipeline that ended early is still running.
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    private void RunOrThrow(Func<CancellationToken, Task> body)
    {
        if (Run(body) is { } failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, CurrentItem));
        }
    }

    /// <summary>
    /// Runs work on the pool and answers it here until it has ended; hands out its failure, unless that is the engine's own way to stop.
    /// </summary>
    private Exception? Run(Func<CancellationToken, Task> body)
    {
        using PipelineQueue queue = _queue = new PipelineQueue();
        CancellationToken stopping = Cancelled;
        Task work = Task.Run(() => body(stopping), stopping);
        _ = work.ContinueWith(_ => queue.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            queue.Pump(stopping);
            work.GetAwaiter().GetResult();
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Abandon(work);
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (failure is not (PipelineStoppedException or FlowControlException or RuntimeException))
        {
            return failure;
        }
        finally
        {
            if (!work.IsCompleted)
            {
                // A remark could not be written (-WarningAction Stop): the engine's exception is on its way up.
                _stopping!.Cancel();
                Abandon(work);
            }

            EndProgress();
            _queue = null;
        }
    }

    private static void Abandon(Task work)
    {
        try
        {
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
            if (progress.Completed() is { } completed && !Cancelled.IsCancellationRequested)
            {
                WriteProgress(completed);
            }
        }

        _progress.Clear();
    }
}
