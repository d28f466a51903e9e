package io.registrysync.spring.web;

import io.registrysync.store.Store;
import io.registrysync.store.StoredRegistry;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Registries: what is set up, whether it works, and what is in them. */
@RestController
@RequestMapping("/registries")
class RegistriesController {
    private final Store store;

    RegistriesController(Store store) {
        this.store = store;
    }

    @GetMapping
    List<StoredRegistry> list() {
        return store.registries().list();
    }

    @GetMapping("/{id}")
    StoredRegistry get(@PathVariable long id) {
        return store.registries().get(id);
    }
}
