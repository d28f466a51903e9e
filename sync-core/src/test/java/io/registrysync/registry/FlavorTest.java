package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.oci.RegistryHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlavorTest {
    @ParameterizedTest
    @CsvSource({
        "docker.io, DOCKER_HUB",
        "index.docker.io, DOCKER_HUB",
        "registry.gitlab.com, GITLAB",
        "registry.cn-hangzhou.aliyuncs.com, ALIYUN",
        "my-registry.cn-hangzhou.cr.aliyuncs.com, ALIYUN",
        "ghcr.io, GENERIC",
        "quay.io, GENERIC",
        "localhost:5000, GENERIC",
        "xdocker.io, GENERIC",
        "docker.io.evil.org, GENERIC",
        "gitlab.com, GENERIC",
        "aliyuncs.com, GENERIC",
        "evilaliyuncs.com, GENERIC",
        "x.aliyuncs.com.evil.org, GENERIC",
    })
    void vendor_is_known_by_the_whole_host(String host, Flavor flavor) {
        assertThat(Flavor.of(new RegistryHost(host))).isEqualTo(flavor);
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io, auth.docker.io, true",
        "docker.io, evil-auth.docker.io, false",
        "docker.io, auth.docker.io.evil.org, false",
        "docker.io, auth-docker.io, false",
        "docker.io, '', false",
        "registry.gitlab.com, gitlab.com, true",
        "registry.gitlab.com, evil.gitlab.com, false",
        "registry.gitlab.com, gitlab.com.evil.org, false",
        "registry.cn-hangzhou.aliyuncs.com, dockerauth.cn-hangzhou.aliyuncs.com, true",
        "registry.cn-hangzhou.aliyuncs.com, dockerauth-ee.cn-hangzhou.aliyuncs.com, true",
        "registry.cn-hangzhou.aliyuncs.com, dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com, true",
        "registry.cn-hangzhou.aliyuncs.com, mybucket.oss-cn-hangzhou.aliyuncs.com, false",
        "registry.cn-hangzhou.aliyuncs.com, evil.dockerauth.cn-hangzhou.aliyuncs.com, false",
        "ghcr.io, ghcr.io.evil.org, false",
        "ghcr.io, auth.docker.io, false",
        "registry.example.com, anything.example.com, false",
    })
    void password_goes_to_the_token_server_of_the_vendor_only(String host, String server, boolean trusted) {
        assertThat(Flavor.of(new RegistryHost(host)).trustsTokenServer(server)).isEqualTo(trusted);
    }

    @Test
    void docker_hub_is_called_at_another_host() {
        assertThat(Flavor.DOCKER_HUB.apiHost(RegistryHost.DOCKER_HUB)).isEqualTo("registry-1.docker.io");
        assertThat(Flavor.GENERIC.apiHost(new RegistryHost("h:5000"))).isEqualTo("h:5000");
    }

    @Test
    void catalog_is_asked_for_where_it_may_be() {
        assertThat(Flavor.GENERIC.offersCatalog()).isTrue();
        assertThat(Flavor.DOCKER_HUB.offersCatalog()).isFalse();
    }
}
