package io.tfaas;

import io.tfaas.api.openapi.OpenApiFeature;
import io.tfaas.api.tfaas.TfaasFeature;
import io.tfaas.api.tfserving.TfServingFeature;
import io.tfaas.api.v2.V2Feature;
import io.tfaas.auth.Peers;
import io.tfaas.config.ByteSize;
import io.tfaas.config.ClientConfig;
import io.tfaas.config.LimitConfig;
import io.tfaas.config.ModelConfig;
import io.tfaas.config.Rate;
import io.tfaas.config.TensorFlowConfig;
import io.tfaas.config.TfaasConfig;
import io.tfaas.error.UnavailableException;
import io.tfaas.http.HttpFeature;
import io.tfaas.http.HttpLimits;
import io.tfaas.image.ImageDecoder;
import io.tfaas.inference.BatchLimits;
import io.tfaas.inference.Predictor;
import io.tfaas.inference.RowPredictor;
import io.tfaas.limit.ClientAddress;
import io.tfaas.limit.ClientRates;
import io.tfaas.limit.RateLimitFeature;
import io.tfaas.model.GraphGuard;
import io.tfaas.model.MemoryLimits;
import io.tfaas.model.ModelLoader;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelPolling;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import io.tfaas.repository.Archive;
import io.tfaas.repository.ArchiveLimits;
import io.tfaas.repository.FolderLock;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The composition root: makes the singletons, registers each interface, closes all. */
public final class TfaasApplication extends ResourceConfig implements AutoCloseable {

  private final OpenResources open = new OpenResources();

  /**
   * Opens the model folder and loads its models.
   *
   * @throws UnavailableException when the folder, the credentials or the ConfigProto file cannot be
   *     used
   */
  public TfaasApplication(TfaasConfig config) {
    boolean started = false;
    try {
      start(config);
      started = true;
    } finally {
      if (!started) {
        open.close();
      }
    }
  }

  private void start(TfaasConfig config) {
    LimitConfig limits = config.limits();
    byte[] sessionConfig = sessionConfig(config.tensorFlow());
    ModelConfig stored = config.model();
    open.add(FolderLock.take(stored.modelDir()));
    Feature auth = AuthSettings.feature(config);
    ModelRepository repository =
        new ModelRepository(stored.modelDir(), stored.configFile(), stored.keptVersions());
    Archive archive =
        new Archive(
            new ArchiveLimits(
                limits.maxUnpackedSize().bytes(),
                limits.maxArchiveEntries(),
                ArchiveLimits.Ratio.of(limits.maxArchiveRatio())));
    MemoryLimits memory =
        new MemoryLimits(
            stored.maxLoadedModels(), stored.maxLoadedSize().map(ByteSize::bytes).orElse(0L));
    ImageDecoder images = open.add(new ImageDecoder(sessionConfig, limits.maxImagePixels()));
    Predictor predictor =
        open.add(
            new Predictor(
                batchLimits(config),
                config
                    .batching()
                    .maxWaitingSize()
                    .map(ByteSize::bytes)
                    .orElse(memory.machine() / 8)));
    ModelManager models =
        open.add(
            new ModelManager(
                repository,
                new ModelLoader(
                    sessionConfig,
                    config.batching().enabled(),
                    new GraphGuard(Set.copyOf(stored.allowedOperations())),
                    stored.loadTimeout()),
                stored.control().takesCalls(),
                memory));
    start(stored, models);

    property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
    property(ServerProperties.WADL_FEATURE_DISABLE, true);
    register(JacksonFeature.withoutExceptionMappers());
    register(
        new HttpFeature(
            new HttpLimits(
                limits.maxRequestSize().bytes(),
                limits.maxUploadSize().bytes(),
                limits.maxProtobufDepth(),
                limits.maxBodies().map(ByteSize::bytes).orElseGet(HttpLimits::bodiesForHeap),
                limits.maxUploads()),
            List.of(Row.getDefaultInstance(), DataFrame.getDefaultInstance()),
            Set.copyOf(config.clients().corsOrigins())));
    config.clients().rate().ifPresent(rate -> register(rateLimit(rate, config.clients())));
    register(auth);
    register(new TfaasFeature(limits.maxJsonDepth()));
    register(new TfServingFeature(predictor, limits.maxJsonDepth()));
    register(new V2Feature(limits.maxJsonDepth(), Version.current()));
    register(new OpenApiFeature());
    register(
        new AbstractBinder() {
          @Override
          protected void configure() {
            bind(models).to(ModelManager.class);
            bindAsContract(ServletPeers.class).to(Peers.class).in(Singleton.class);
            bind(repository).to(ModelRepository.class);
            bind(archive).to(Archive.class);
            bind(predictor).to(Predictor.class);
            bind(new RowPredictor(predictor)).to(RowPredictor.class);
            bind(images).to(ImageDecoder.class);
          }
        });
  }

  private void start(ModelConfig config, ModelManager models) {
    if (!config.control().followsFiles()) {
      models.startUnloaded();
      return;
    }
    models.start();
    if (!config.pollInterval().isZero()) {
      open.add(new ModelPolling(models)).start(config.pollInterval());
    }
  }

  private static RateLimitFeature rateLimit(Rate rate, ClientConfig config) {
    return new RateLimitFeature(
        new ClientRates(rate.requests(), rate.period()),
        new ClientAddress(
            address ->
                config.trustedProxies().stream().anyMatch(range -> range.contains(address))));
  }

  private static byte[] sessionConfig(TensorFlowConfig config) {
    if (config.configProto().isEmpty()) {
      return SessionConfig.ofThreads(config.intraOpThreads(), config.interOpThreads());
    }
    try {
      return Files.readAllBytes(config.configProto().get());
    } catch (IOException e) {
      throw new UnavailableException(
          "The ConfigProto file " + config.configProto().get() + " cannot be read", e);
    }
  }

  private static BatchLimits batchLimits(TfaasConfig config) {
    int calls = config.tensorFlow().concurrentCalls();
    return new BatchLimits(
        calls > 0 ? calls : Runtime.getRuntime().availableProcessors(),
        config.batching().maxRows(),
        config.batching().maxWaitingRows(),
        config.batching().maxWait(),
        config.batching().requestTimeout());
  }

  @Override
  public void close() {
    open.close();
  }
}
