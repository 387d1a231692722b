using System.Net;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>Tasks as provider and chain tell of them together, and waiting for them.</summary>
public sealed class ProviderTasksTests : IDisposable
{
    private static readonly Guid Id = FineTuningMarket.Id;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FineTuningMarket _market = new();

    public void Dispose() => _market.Dispose();

    [Fact]
    public async Task An_unknown_provider_is_named()
    {
        _market.Chain.Refuse(FakeContracts.FineTuning, FineTuningContract.GetService, FineTuningErrors.ServiceNotExist);
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(_market.OpenAsync);
        Assert.Equal("ZgProviderUnknown", failure.ErrorId);
    }

    [Fact]
    public async Task A_delivered_task_has_its_deadline_and_its_price()
    {
        _market.Show(FineTuningState.Delivered).Deliver(Id);
        using ProviderTasks tasks = await _market.OpenAsync();

        FineTuningTask task = await tasks.GetAsync(Id, Cancelled);

        Assert.Equal(FineTuningState.Delivered, task.State);
        Assert.Equal(DeliveryState.Delivered, task.Delivery);
        Assert.Equal(FineTuningMarket.DeliveredAt, task.DeliveredAt);
        Assert.Equal(FineTuningMarket.DeliveredAt.AddHours(6), task.AcknowledgeBy);
        Assert.Equal(30, task.PenaltyPercentage);
        Assert.Equal(TokenAmount.FromWei(2000), task.Fee);
        Assert.Equal("0x0F", task.Model);
        Assert.Contains("Acknowledge it before", task.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_not_so_far_has_none()
    {
        _market.Show(FineTuningState.Training);
        using ProviderTasks tasks = await _market.OpenAsync();
        FineTuningTask task = await tasks.GetAsync(Id, Cancelled);
        Assert.Null(task.Delivery);
        Assert.Null(task.AcknowledgeBy);
        Assert.Null(task.Advice);
        Assert.Equal($"{Id} (Training)", task.ToString());
    }

    [Fact]
    public async Task Waiting_ends_in_the_state_or_past_it()
    {
        _market.Show(FineTuningState.Init).Show(FineTuningState.Trained).Show(FineTuningState.UserAcknowledged)
            .Deliver(Id, isAcknowledged: true);
        using ProviderTasks tasks = await _market.OpenAsync();
        List<TaskRecord> seen = [];
        FineTuningTask task = await tasks.WaitAsync(
            Id, FineTuningState.Delivered, Hour, new ListProgress<TaskRecord>(seen), null, Cancelled);
        Assert.Equal(FineTuningState.UserAcknowledged, task.State);
        Assert.Equal(
            [FineTuningState.Init, FineTuningState.Trained, FineTuningState.UserAcknowledged], seen.Select(record => record.State));
        Assert.Equal([5, 5], _market.Time.Waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public async Task A_provider_that_is_away_for_a_while_is_waited_for()
    {
        _market.Http.On($"GET {_market.Route}/{Id}", "", HttpStatusCode.BadGateway)
            .On($"GET {_market.Route}/{Id}", "", HttpStatusCode.BadGateway)
            .On($"GET {_market.Route}/{Id}", "", HttpStatusCode.BadGateway);
        _market.Show(FineTuningState.Delivered);
        using ProviderTasks tasks = await _market.OpenAsync();
        List<string> troubles = [];
        FineTuningTask task = await tasks.WaitAsync(Id, FineTuningState.Delivered, Hour, null, troubles.Add, Cancelled);
        Assert.Equal(FineTuningState.Delivered, task.State);
        Assert.Single(troubles);
    }

    [Fact]
    public async Task A_provider_that_moved_is_followed()
    {
        FineTuningState there = FineTuningState.Training;
        _market.Http.On($"GET {_market.Route}/{Id}", request => request.RequestUri!.Host == "moved.example"
            ? ScriptedProvider.Text(FineTuningMarket.Json(there, Id))
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        _market.Http.On($"GET {_market.Route}/{Id}/log", request => request.RequestUri!.Host == "moved.example"
            ? ScriptedProvider.Text("moved\n")
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        using ProviderTasks waiting = await _market.OpenAsync(), reading = await _market.OpenAsync();
        _market.Url = "http://moved.example/";

        Assert.Equal(there, (await waiting.WaitAsync(Id, there, Hour, cancellationToken: Cancelled)).State);
        Assert.Equal("http://moved.example/", waiting.Service.Url);
        there = FineTuningState.Failed;
        Assert.Equal("moved", Assert.Single(await Lines(new TaskLog(reading, Id))));
    }

    [Theory]
    [InlineData(false, 0, FineTuningState.Delivered)]
    [InlineData(true, 0, FineTuningState.UserAcknowledged)]
    [InlineData(true, 129, FineTuningState.Finished)]
    public async Task A_provider_that_is_silent_about_a_model_on_chain_is_not_waited_for(
        bool isAcknowledged, int key, FineTuningState state)
    {
        _market.Show(FineTuningState.Delivering).Http.Break($"GET {_market.Route}/{Id}", HttpRequestError.ConnectionError);
        _market.Deliver(Id, isAcknowledged, isSettled: key > 0, key);
        using ProviderTasks tasks = await _market.OpenAsync();

        FineTuningTask task = await tasks.WaitAsync(Id, FineTuningState.Delivered, Hour, cancellationToken: Cancelled);

        Assert.Equal((state, "0x0F"), (task.State, task.Model));
        Assert.Equal(!isAcknowledged, task.AcknowledgeBy is not null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(521)]
    public async Task What_answers_in_the_place_of_a_provider_does_not_end_the_wait_for_a_model_on_chain(int status)
    {
        _market.Show(FineTuningState.Delivering).Replace(status);
        _market.Http.On($"GET {_market.Route}/{Id}", _ =>
        {
            _market.Deliver(Id, isAcknowledged: true, isSettled: true, secret: 129);
            return ScriptedProvider.Text("", HttpStatusCode.NotFound);
        });
        _market.Deliver(Id);
        using ProviderTasks tasks = await _market.OpenAsync();
        List<TaskRecord> seen = [];

        FineTuningTask task = await tasks.WaitAsync(
            Id, FineTuningState.Finished, Hour, new ListProgress<TaskRecord>(seen), cancellationToken: Cancelled);

        Assert.Equal(DeliveryState.KeyPublished, task.Delivery);
        Assert.Equal(
            [FineTuningState.Delivering, FineTuningState.Delivered, FineTuningState.Finished], seen.Select(record => record.State));
    }

    [Theory]
    [InlineData(0, "ZgProviderUnreachable")]
    [InlineData(200, "ZgProviderAnswerInvalid")]
    [InlineData(404, "ZgTaskNotFound")]
    [InlineData(521, "ZgProviderRefused")]
    public async Task What_answers_in_the_place_of_a_provider_counts_where_the_chain_knows_no_model(int status, string errorId)
    {
        _market.Replace(status);
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => tasks.WaitAsync(Id, FineTuningState.Delivered, Hour, cancellationToken: Cancelled));
        Assert.Equal(errorId, failure.ErrorId);
        failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => tasks.FindRecordAsync(Id, Cancelled));
        Assert.Equal(errorId, failure.ErrorId);
    }

    [Fact]
    public async Task A_provider_that_left_a_page_where_it_was_is_followed()
    {
        _market.Http.On($"GET {_market.Route}/{Id}", request => request.RequestUri!.Host == "moved.example"
            ? ScriptedProvider.Text(FineTuningMarket.Json(FineTuningState.Delivered, Id))
            : ScriptedProvider.Text("", HttpStatusCode.NotFound));
        using ProviderTasks tasks = await _market.OpenAsync();
        _market.Url = "http://moved.example/";
        FineTuningTask task = await tasks.WaitAsync(Id, FineTuningState.Delivered, Hour, cancellationToken: Cancelled);
        Assert.Equal(FineTuningState.Delivered, task.State);
    }

    [Fact]
    public async Task A_task_that_was_given_up_on_chain_failed_whatever_its_silent_provider_would_say()
    {
        _market.Http.Break($"GET {_market.Route}/{Id}", HttpRequestError.ConnectionError)
            .Break($"GET {_market.Route}/{Id}/log", HttpRequestError.ConnectionError);
        _market.Deliver(Id, isAcknowledged: true, isSettled: true);
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => tasks.WaitAsync(Id, FineTuningState.Delivered, Hour, cancellationToken: Cancelled));
        Assert.Equal("ZgTaskFailed", failure.ErrorId);
        Assert.Equal(
            $"Task {Id} failed or was cancelled. Its provider does not give its log. Create the task again, with another provider if this "
            + "one stays silent.", failure.Message);
        Assert.Equal(
            FineTuningState.Failed, (await tasks.WaitAsync(Id, FineTuningState.Failed, Hour, cancellationToken: Cancelled)).State);
    }

    [Fact]
    public async Task A_task_that_failed_says_how_its_log_ends()
    {
        _market.Show(FineTuningState.Failed).Http.On($"GET {_market.Route}/{Id}/log", "a\nb\nc\nout of \u001b[31mmemory\n");
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => tasks.WaitAsync(Id, FineTuningState.Delivered, Hour, cancellationToken: Cancelled));
        Assert.Equal("ZgTaskFailed", failure.ErrorId);
        Assert.Equal(
            $"Task {Id} failed or was cancelled. Its log ends: b | c | out of  [31mmemory Change what it names and create the task again.",
            failure.Message);
    }

    [Fact]
    public async Task A_failure_can_be_waited_for()
    {
        _market.Show(FineTuningState.SetUp).Show(FineTuningState.Failed);
        using ProviderTasks tasks = await _market.OpenAsync();
        Assert.Equal(
            FineTuningState.Failed, (await tasks.WaitAsync(Id, FineTuningState.Failed, Hour, cancellationToken: Cancelled)).State);
    }

    [Fact]
    public async Task Waiting_ends_in_time()
    {
        _market.Show(FineTuningState.Training);
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => tasks.WaitAsync(Id, FineTuningState.Delivered, TimeSpan.FromMinutes(1), cancellationToken: Cancelled));
        Assert.Equal("ZgTimeout", failure.ErrorId);
        Assert.StartsWith($"Task {Id} is Training, not Delivered, after 00:01:00.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_cannot_be_taken_before_it_is_delivered()
    {
        _market.Show(FineTuningState.Trained);
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => tasks.GetDeliveryAsync(Id, Cancelled));
        Assert.Equal("ZgModelNotDelivered", failure.ErrorId);
        Assert.Equal($"Task {Id} is Trained; there is no model on chain yet. Wait until it is Delivered.", failure.Message);
    }

    [Fact]
    public async Task A_node_that_lags_is_waited_for()
    {
        int looks = 0;
        _market.Http.On($"GET {_market.Route}/{Id}", _ =>
        {
            if (++looks == 2)
            {
                _market.Deliver(Id);
            }

            return ScriptedProvider.Text(FineTuningMarket.Json(FineTuningState.Delivered, Id));
        });
        using ProviderTasks tasks = await _market.OpenAsync();
        Assert.Equal(DeliveryState.Delivered, (await tasks.GetDeliveryAsync(Id, Cancelled)).State);
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task A_key_is_waited_for_and_given_up_in_time()
    {
        _market.Deliver(Id, isAcknowledged: true);
        using ProviderTasks tasks = await _market.OpenAsync();
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(
            () => tasks.WaitForKeyAsync(Id, TimeSpan.FromMinutes(1), Cancelled));
        Assert.Equal("ZgTimeout", failure.ErrorId);

        _market.Deliver(Id, isAcknowledged: true, isSettled: true, secret: 129);
        Assert.Equal(DeliveryState.KeyPublished, (await tasks.WaitForKeyAsync(Id, TimeSpan.FromMinutes(1), Cancelled)).State);

        _market.Deliver(Id, isSettled: true);
        failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => tasks.WaitForKeyAsync(Id, TimeSpan.FromMinutes(1), Cancelled));
        Assert.Equal("ZgDeliverableTooLate", failure.ErrorId);
    }

    [Fact]
    public async Task A_log_is_followed_until_the_model_is_delivered()
    {
        _market.Show(FineTuningState.Init).Show(FineTuningState.Training).Show(FineTuningState.Delivered).Http
            .Refuse($"GET {_market.Route}/{Id}/log", "not yet", HttpStatusCode.InternalServerError)
            .On($"GET {_market.Route}/{Id}/log", "one\ntw").On($"GET {_market.Route}/{Id}/log", "one\ntwo\n10%\r50%\r100%\nend");
        using ProviderTasks tasks = await _market.OpenAsync();
        Assert.Equal(["one", "two", "100%", "end"], await Lines(new TaskLog(tasks, Id)));
    }

    [Theory]
    [InlineData("", true, 0)]
    [InlineData("a", true, 1)]
    [InlineData("a", false, 0)]
    [InlineData("a\n", true, 1)]
    [InlineData("a\r\n\r\nb\r\n", true, 3)]
    public void A_log_is_split_into_lines(string log, bool isWhole, int count) => Assert.Equal(count, TaskLog.Split(log, isWhole).Count);

    private static async Task<List<string>> Lines(TaskLog log)
    {
        List<string> lines = [];
        await foreach (string line in log.FollowAsync(0, Cancelled))
        {
            lines.Add(line);
        }

        return lines;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
